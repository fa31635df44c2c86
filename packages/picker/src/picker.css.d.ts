// The styles export nothing. TypeScript requires a declaration for every import.
export {}
