module github.com/facture-dev/facture

go 1.26
