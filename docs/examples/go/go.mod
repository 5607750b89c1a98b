module example.com/halkhata

go 1.19
