"""Customers' orders: all lines, one line with everything that works for it, entry, customers, lists."""
