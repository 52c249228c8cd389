"""Raw material of the practice data: invented people and matters, mixed by `desktop.exchange.practice`.

``names.toml`` has the parts of names by people (dân tộc) and the peoples of a province, ``matters.toml`` what people
come with. A list means equal chances, a table gives weights. Nobody here exists.
"""
