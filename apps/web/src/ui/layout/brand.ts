import type { Branding } from '@stepkey/shared/branding'
import { createContext } from 'react'

/** The name and the logo of a page for people without an account, instead of those of Stepkey. */
export const BrandContext = createContext<Pick<Branding, 'name' | 'logo'>>({})
