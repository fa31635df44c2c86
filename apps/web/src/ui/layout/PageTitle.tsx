/** Sets the title of the window; React moves it into the head. */
export function PageTitle({ children }: { children: string }) {
  return <title>{`${children} · Stepkey`}</title>
}
