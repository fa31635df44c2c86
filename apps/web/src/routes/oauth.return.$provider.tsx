import { createFileRoute } from '@tanstack/react-router'
import { brought } from '../credentials/brought.ts'
import { WayBackPage } from '../credentials/WayBackPage.tsx'

/** Where a provider that somebody typed sends people back to: each has a way of its own, so that none is taken for another. */
export const Route = createFileRoute('/oauth/return/$provider')({
  beforeLoad: () => ({ brought }),
  component: () => <WayBackPage brought={Route.useRouteContext().brought} />,
})
