import { createFileRoute, redirect } from '@tanstack/react-router'
import { sectionsFor } from '../features/settings/sections.ts'

/** Leads to the first section that there is something on. */
export const Route = createFileRoute('/w/$workspace/settings/')({
  beforeLoad: ({ context: { workspace }, params }) => {
    throw redirect({
      to: sectionsFor(workspace)[0]?.to ?? '/w/$workspace/settings/account',
      params,
      replace: true,
    })
  },
})
