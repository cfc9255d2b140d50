module github.com/journeylang/journey

go 1.26
