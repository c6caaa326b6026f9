"""Online: one module a service, each asked through ``http`` and nowhere else."""
