"""What each person may do on the staff side; every page asks here."""


def works_here(user) -> bool:
    """Active staff."""
    return user.is_active and user.is_staff


def may_see(user, chapter: str) -> bool:
    """The drafts of a chapter."""
    return works_here(user)


def may_edit(user, chapter: str) -> bool:
    """Enter, change and remove entries of a chapter."""
    return works_here(user)


def may_edit_terms(user) -> bool:
    """Change the reference tables: indicators, themes, commands, partners …"""
    return works_here(user)


def may_edit_sources(user) -> bool:
    """Write down sources and reports."""
    return works_here(user)


def manages_people(user) -> bool:
    """Accounts and groups."""
    return works_here(user)


def audits(user) -> bool:
    """Reads every trace and changes nothing."""
    return works_here(user)
