"""The demo county: invented unions and people whose figures keep every rule, whatever the month it is loaded in."""

from reports.demo.county import Schedule, load_county, schedule
from reports.demo.places import COUNTY, PASSWORD, accounts, is_demo

__all__ = ["COUNTY", "PASSWORD", "Schedule", "accounts", "is_demo", "load_county", "schedule"]
