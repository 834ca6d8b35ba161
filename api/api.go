// Package api holds the HTTP contract, openapi.yaml: the server's routes and
// types are generated from it, and tests hold its answers against it. It knows
// nothing of how requests are answered.
package api

import _ "embed"

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -config oapi-codegen.yaml openapi.yaml

// OpenAPI is the contract, OpenAPI 3.1 in YAML.
//
//go:embed openapi.yaml
var OpenAPI []byte
