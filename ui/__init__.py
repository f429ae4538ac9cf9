"""What people look at, inside Airflow: progress, deliveries, indices, overdue dossiers, leads, passports; Vietnamese and English."""
