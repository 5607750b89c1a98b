"""Files that the portals of the Indian tax office take: e-invoices and e-way bills. Pure: a paper in, JSON out."""
