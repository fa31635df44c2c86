import { Role } from '@stepkey/shared/access'
import type { Person, Stepkey } from './stepkey.ts'

/** An organization with one member of each role. */
export interface Team {
  organizationId: string
  people: Record<Role, Person>
}

/** Creates an organization with a new account for each role. */
export async function createTeam(stepkey: Stepkey, name = 'Acme'): Promise<Team> {
  const owner = await stepkey.signUp(`${name}-owner`)
  const { id: organizationId } = await owner.organizations.create({ name })
  const people: Partial<Record<Role, Person>> = { owner }
  for (const role of Role.exclude(['owner']).options) {
    const secret = secretOf(await owner.in(organizationId).invitations.create({ role }))
    people[role] = await stepkey.signUp(`${name}-${role}`, secret)
  }
  return { organizationId, people: people as Team['people'] }
}

/** Returns the secret from the fragment of an invitation link. */
export const secretOf = ({ url }: { url: string }): string => url.split('#invitation=')[1] ?? ''
