"""The words of the notices that leave the inspectorate: one template for each kind, in English and in Welsh."""
