import { v7 } from 'uuid'

/** A new id: unique, and roughly in the order of creation, which keeps indexes compact. */
export const newId = (): string => v7()
