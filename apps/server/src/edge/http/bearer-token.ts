/** Returns the API key or the token of `Authorization: Bearer …`. */
export const bearerOf = (header: string | undefined) => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]
