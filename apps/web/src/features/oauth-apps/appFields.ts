import { secret, text } from '@stepkey/shared/fields'
import { z } from 'zod'

/** The fields of a new OAuth app. */
export const newAppFields = z.object({
  name: text({ label: 'Name', help: 'The name under which you find it here.' }),
  clientId: text({ label: 'Client ID', help: 'Shown by the provider where you registered the app.' }),
  clientSecret: secret({
    label: 'Client secret',
    help: 'Shown in the same place. Leave it empty for a public client, which has no secret.',
  }).optional(),
})

/** The fields that can be changed. Not the client ID: grants belong to it. */
export const appFields = newAppFields.omit({ clientId: true })
