import { createFileRoute } from '@tanstack/react-router'
import { brought } from '../credentials/brought.ts'
import { WayBackPage } from '../credentials/WayBackPage.tsx'

/** Where the vendors that components know send people back to. */
export const Route = createFileRoute('/oauth/callback')({
  // Here, not in the component: that is loaded when the address has been read already.
  beforeLoad: () => ({ brought }),
  component: () => <WayBackPage brought={Route.useRouteContext().brought} />,
})
