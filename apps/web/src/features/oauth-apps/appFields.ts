import { secret, text } from '@stepkey/shared/fields'
import { z } from 'zod'

/** What is typed for a new OAuth app. */
export const newAppFields = z.object({
  name: text({ label: 'Name', help: 'How you will tell it from others here.' }),
  clientId: text({ label: 'Client ID', help: 'As it is shown where the app was registered.' }),
  clientSecret: secret({
    label: 'Client secret',
    help: 'From the same place. Leave it empty for a public client, which has none.',
  }).optional(),
})

/** What can be changed of one: what was granted to one client ID is worth nothing to another. */
export const appFields = newAppFields.omit({ clientId: true })
