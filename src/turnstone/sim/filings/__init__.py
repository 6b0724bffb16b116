"""What authorities and registers have: job orders, bars, companies, premises, records of services."""
