import { createFileRoute, redirect } from '@tanstack/react-router'
import { sectionsFor } from '../features/settings/sections.ts'

/** Redirects to the first page of settings that the user may open. */
export const Route = createFileRoute('/w/$workspace/settings/')({
  beforeLoad: ({ context: { workspace }, params }) => {
    throw redirect({
      to: sectionsFor(workspace)[0]?.to ?? '/w/$workspace/settings/account',
      params,
      replace: true,
    })
  },
})
