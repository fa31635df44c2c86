import { CredentialSort, CredentialUse, StatusFilter } from '@stepkey/shared/credential'
import { OwnerFilter, TagFilter } from '@stepkey/shared/owner'

/** The number of days within which access ends that the table can show. */
export const ENDING_DAYS = 14

/** The filters and the order of the table of all credentials, as URL search parameters. */
export interface CredentialFilter {
  search?: string
  status?: StatusFilter
  component?: string
  method?: string
  use?: CredentialUse
  creator?: string
  /** An owner. Empty: the workspace itself. */
  owner?: string
  /** Tags that a credential must have, separated by commas: `plan:pro,vip`. */
  tags?: string
  /** Only credentials whose access ends soon. */
  ending?: true
  /** By name unless given. */
  sort?: CredentialSort
}

/** Parses URL search parameters; drops invalid ones. A method needs its component. */
export function credentialFilter(parameters: Record<string, unknown>): CredentialFilter {
  const { search, status, component, method, use, creator, owner, tags, ending, sort } = parameters
  const known = {
    status: StatusFilter.safeParse(status),
    use: CredentialUse.safeParse(use),
    sort: CredentialSort.safeParse(sort),
    owner: OwnerFilter.safeParse(textOf(owner)),
    tags: TagFilter.safeParse([...new Set(splitTags(textOf(tags)))]),
  }
  return {
    ...(isText(search) && { search }),
    ...(known.status.success && { status: known.status.data }),
    ...(isText(component) && { component, ...(isText(method) && { method }) }),
    ...(known.use.success && { use: known.use.data }),
    ...(isText(creator) && { creator }),
    ...(known.owner.success && { owner: known.owner.data }),
    ...(known.tags.success && { tags: known.tags.data.join(',') }),
    ...(ending === true && { ending }),
    ...(known.sort.success && known.sort.data !== 'name' && { sort: known.sort.data }),
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** The router reads an id of digits as a number. */
const textOf = (value: unknown) => (typeof value === 'number' ? String(value) : value)

/** Returns the single tags of a filter. */
export const splitTags = (tags: unknown): string[] =>
  typeof tags === 'string' ? tags.split(',').filter((tag) => tag.trim() !== '') : []

/** Whether anything but the order differs from the list of all credentials. */
export const isFiltered = ({ sort: _, ...filter }: CredentialFilter): boolean =>
  Object.keys(filter).length > 0

/** Returns the input of `credentials.list` for a filter. */
export const toListInput = ({ component, method, creator, ending, tags, ...rest }: CredentialFilter) => ({
  ...rest,
  componentId: component,
  methodId: method,
  createdBy: creator,
  tags: tags === undefined ? undefined : splitTags(tags),
  endsWithinDays: ending && ENDING_DAYS,
})

/** The statuses as options of the filter, the ones that need attention first. */
export const statusFilters: readonly { value: StatusFilter; label: string }[] = [
  { value: 'needs_repair', label: 'Failing or to be connected again' },
  { value: 'failing', label: 'Failing' },
  { value: 'reconnect', label: 'Must be connected again' },
  { value: 'frozen', label: 'Frozen' },
  { value: 'unverified', label: 'Saved without verifying' },
  { value: 'limited', label: 'Limited' },
  { value: 'verified', label: 'Verified' },
  { value: 'untestable', label: 'Not tested' },
]

/** The ways in which credentials are used as options of the filter. */
export const useFilters: readonly { value: CredentialUse; label: string }[] = [
  { value: 'active', label: 'In an active flow' },
  { value: 'inactive', label: 'In inactive flows only' },
  { value: 'none', label: 'In no flow' },
  { value: 'never', label: 'Never used' },
  { value: 'idle', label: 'Not used for 90 days' },
]
