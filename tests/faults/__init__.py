"""Faults on purpose: what is killed, stopped, filled or raced must leave all of an import or nothing."""
