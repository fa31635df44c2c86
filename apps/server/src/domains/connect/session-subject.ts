import type { Component } from '@stepkey/shared/component'
import type { CreateConnectSession } from '@stepkey/shared/connect-session'
import { ANY_OWNER } from '@stepkey/shared/owner'
import { narrowReach } from '../../platform/database/credential-reach.ts'
import { invalidInput } from '../../platform/errors/domain-error.ts'
import type { WorkspaceContext } from '../context.ts'
import { otherComponents, requireOwnerInReach } from '../credentials/credential-owner.ts'
import { hasCredentialOf } from '../credentials/owners.ts'
import { requireCredentialRow } from '../credentials/read-credentials.ts'
import { findConsentObstacle } from '../oauth/consent-obstacle.ts'

/** What a connect session is for. */
export interface SessionSubject {
  /** Empty for the workspace itself, `*` for all owners. */
  owner: string
  /** At least one. */
  componentIds: readonly string[]
  methodIds?: readonly string[]
  credentialId?: string
  actions: CreateConnectSession['actions']
}

type SubjectInput = Pick<
  CreateConnectSession,
  'owner' | 'componentIds' | 'actions' | 'methods' | 'credentialId'
>
/** The member of the input that names the components. */
type Path = 'componentId' | 'componentIds'

/**
 * Returns what a new connect session is for. One that connects a credential again takes its owner, component and method.
 * @throws DomainError invalid_input for an unknown component or method, or one out of the caller's reach; not_found for the credential
 */
export async function resolveSubject(
  ctx: WorkspaceContext,
  { owner = '', componentIds = [], methods, credentialId, actions: given }: SubjectInput,
  path: Path = 'componentIds',
): Promise<SessionSubject> {
  const actions = [...new Set(given)]
  if (credentialId !== undefined) {
    const reach = narrowReach(ctx.reach ?? {}, {
      ...(owner && owner !== ANY_OWNER && { owners: [owner] }),
      ...(componentIds.length > 0 && { componentIds }),
      ...(methods && { methodIds: methods }),
    })
    const row = await requireCredentialRow({ ...ctx, reach }, credentialId)
    return {
      actions,
      credentialId,
      owner: row.owner,
      componentIds: [row.component_id],
      methodIds: [row.method_id],
    }
  }
  requireOwnerInReach(ctx, owner)
  if (componentIds.some((id) => ctx.reach?.componentIds?.includes(id) === false)) throw otherComponents(path)
  const components = await Promise.all([...new Set(componentIds)].map((id) => requireKnown(ctx, id, path)))
  requireMethods(components, methods, path)
  return {
    actions,
    owner,
    componentIds: components.map(({ id }) => id),
    ...(methods && { methodIds: [...new Set(methods)] }),
  }
}

async function requireKnown(ctx: WorkspaceContext, id: string, path: Path): Promise<Component> {
  const component = await ctx.catalog.find(ctx.workspaceId, id)
  if (component) return component
  throw invalidInput({
    path,
    code: 'unknown_component',
    message: `There is no component “${id}”. Choose from the catalog.`,
  })
}

/** Requires that each component has a method that is allowed, and that each allowed method exists. */
function requireMethods(
  components: readonly Component[],
  methodIds: readonly string[] | undefined,
  path: Path,
): void {
  if (!methodIds) return
  const unknown = methodIds.find((id) => !components.some(({ methods }) => Object.hasOwn(methods, id)))
  if (unknown !== undefined) {
    throw invalidInput({
      path: 'methods',
      code: 'unknown_method',
      message: `None of the components has a method “${unknown}”.`,
    })
  }
  const without = components.find(({ methods }) => !methodIds.some((id) => Object.hasOwn(methods, id)))
  if (without) {
    const message = `${without.title} has none of these methods. Remove it, or add one of: ${Object.keys(without.methods).join(', ')}.`
    throw invalidInput({ path, message })
  }
}

/**
 * Requires that the holder of the token can do something with each component.
 * @throws DomainError invalid_input with the reason for a component with which nothing can be done
 */
export async function requireFeasible(
  ctx: WorkspaceContext,
  subject: SessionSubject,
  path: Path = 'componentIds',
): Promise<void> {
  const { componentIds, actions } = subject
  if (actions.every((action) => action === 'choose')) return
  for (const id of componentIds) {
    const component = await requireKnown(ctx, id, path)
    const obstacle = await findConsentObstacle(ctx, component, subject.methodIds)
    if (!obstacle) continue
    if (actions.includes('choose') && (await hasCredentialOf(ctx.db, ctx.workspaceId, subject, id))) continue
    throw invalidInput({
      path: subject.credentialId ? 'credentialId' : path,
      code: 'oauth_app_missing',
      message: obstacle,
    })
  }
}
