"""The statistical forms shipped with the program, one TOML file a version of a form (read by `desktop.reports.forms`).

A new version of a form is a new file, no code. Every name in ``of`` is a predicate of `desktop.reports.predicates`;
several of them must hold together.

    code, version        of the form; together they name it for ever, in issued reports too
    legal_basis          the circular that prescribes it
    valid_from, valid_to the periods it is for, by their last day (``valid_to`` left out: still)
    title, counted       its title, and the unit of count
    stub                 the head of the first column
    population           whose rows are counted (`desktop.reports.populations`)
    notes                printed below the table: how it was counted where no text settles it
    unverified           1 = headings or rows were put together from other texts
    from_organisations   1 = organisations without the program report it, too, and are added
    [[columns]]          number on the form, heads from the top down, a ``short`` one for screens, predicates, and
                         population and unit of count where they are not the form's
    [[rows]]             mark and title as printed, level of indentation, predicates; a row without any is a heading
    [[beside]]           figures without a column: a name for controls, predicates, ``said`` where they are told below
    [[controls]]         a whole, the ``parts`` it consists of and what it is ``less`` of: numbers of columns and names
                         of figures, or marks of rows (``""`` the sum row); ``allows`` names the figure of lawful
                         exceptions, ``allowed`` says what they are
    continuity           what is ``opening`` in one period must be what was ``closing`` in the issued report before it
    [[readings]]         what no text settles, and the ways to count it one may choose from; the way is printed
"""
