"""The plant file: SQLModel tables, engine, migrations, reading, writing, audit and backup.

No object of the ORM leaves this package: reading gives the domain's values, writing takes them.
"""
