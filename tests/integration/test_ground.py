"""The databases the server's tests get."""

import sqlalchemy


def test_a_server_database_is_empty_and_writable(server_database_url: str) -> None:
    engine = sqlalchemy.create_engine(server_database_url)
    assert sqlalchemy.inspect(engine).get_table_names() == []
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE unit (code TEXT)"))
    assert sqlalchemy.inspect(engine).get_table_names() == ["unit"]
    engine.dispose()
