import { fieldMeta, secret, text } from '@stepkey/shared/fields'
import { OwnRedirectUri } from '@stepkey/shared/oauth'
import { z } from 'zod'

/** The fields of a new OAuth app. */
export const newAppFields = z.object({
  name: text({ label: 'Name', help: 'The name under which you find it here.' }),
  clientId: text({ label: 'Client ID', help: 'Shown by the provider where you registered the app.' }),
  clientSecret: secret({
    label: 'Client secret',
    help: 'Shown in the same place. Leave it empty for a public client, which has no secret.',
  }).optional(),
  redirectUri: OwnRedirectUri.clone()
    .register(fieldMeta, {
      label: 'Redirect URL on your domain',
      help: 'Optional. It must answer 308 to the redirect URL of this Stepkey, with the same query. Register it at the provider instead.',
      placeholder: 'https://connect.example.com/oauth/callback',
    })
    .optional(),
})

/**
 * Returns the redirect URL to register: the entered one on the user's domain, or Stepkey's.
 * @param entered the input, which may be incomplete
 */
export function redirectUrlOf(entered: unknown, ofStepkey: string): string {
  const { data } = OwnRedirectUri.safeParse(entered)
  return data ?? ofStepkey
}

/** The fields that can be changed. Not the client ID: grants belong to it. */
export const appFields = newAppFields.omit({ clientId: true })
