"""Lists as pharmacies and clinics export them (CSV, XLSX) and OMOP tables as CSV, turned into OMOP-shaped tables."""
