import { v7 } from 'uuid'

/** Returns a new id (UUID v7): unique, and roughly in the order of creation, which keeps indexes compact. */
export const newId = (): string => v7()
