"""The annual programme: which services are inspected, when and by whom.

The problem and the plan are data; the checker says what is wrong with a plan and what it costs, and shares no code
with whatever made the plan.
"""
