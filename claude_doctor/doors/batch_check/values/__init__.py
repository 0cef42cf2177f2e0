"""Looking into values: images, PDFs, JSON Schemas."""
