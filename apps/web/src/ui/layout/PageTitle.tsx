import { useContext } from 'react'
import { BrandContext } from './brand.ts'

/** Sets the title of the window; React moves it into the head. */
export function PageTitle({ children }: { children: string }) {
  const { name = 'Stepkey' } = useContext(BrandContext)
  return <title>{`${children} · ${name}`}</title>
}
