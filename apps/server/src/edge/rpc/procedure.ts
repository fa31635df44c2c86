import type { Permission } from '@stepkey/shared/access'
import { z } from 'zod'
import type { AccountSession } from '../access/authenticate.ts'
import type { Principal } from '../access/principal.ts'
import type { Answered } from '../access/reduced-answers.ts'
import type { RequestContext } from '../access/request-context.ts'
import { execute } from './execute.ts'
import { toTrpcError, trpc } from './trpc.ts'

/** The callers of a procedure: all, signed-in users, pages with a connect token, or callers with a permission. */
export type Gate = 'public' | 'account' | 'connect_token' | Permission

/** One operation of the API, for every transport. */
export interface Procedure {
  type: 'query' | 'mutation'
  gate: Gate
  /**
   * Whether the user must have confirmed their password recently: always, or for certain inputs. API keys are created
   * with a confirmation, so they need no other.
   */
  needsConfirmation: boolean | ((input: never) => boolean)
  /** Whether only signed-in users may call it, although API keys can have the permission. */
  usersOnly: boolean
  /** Absent for procedures without input. */
  input?: z.ZodType
  output: z.ZodType
  /** Removes from an answer what the caller may not read, also when an Idempotency-Key returns it again. */
  reduce?(answer: unknown, call: Answered): unknown
  run(call: { ctx: RequestContext & Partial<Principal & AccountSession>; input: unknown }): unknown
}

type Parts = Pick<Procedure, 'input' | 'output'> & { reduce?: unknown }

type Reduce<O extends z.ZodType, I extends z.ZodType> = (
  answer: z.input<O>,
  call: Answered<z.output<I>>,
) => z.input<O>

type Run<Ctx, Input, Output> = (call: { ctx: Ctx; input: Input }) => Output | Promise<Output>

/**
 * Returns a builder of procedures, in the order gate, input, output, call:
 * `may('read').input(CredentialRef).output(Credential).query(({ ctx, input }) => getCredential(ctx, input.credentialId))`.
 */
function procedureFor<Ctx, Known = unknown>(
  gate: Gate,
  {
    needsConfirmation = false,
    usersOnly = false,
  }: Partial<Pick<Procedure, 'needsConfirmation' | 'usersOnly'>> = {},
) {
  const define = (type: Procedure['type'], parts: Parts, run: unknown) =>
    ({ type, gate, needsConfirmation, usersOnly, ...parts, run }) as Procedure
  return {
    input: <I extends z.ZodType<Known>>(input: I) => ({
      output: <O extends z.ZodType>(output: O, reduce?: Reduce<O, I>) => ({
        query: (run: Run<Ctx, z.output<I>, z.input<O>>) => {
          const procedure = define('query', { input, output }, run)
          return trpc.procedure.meta({ procedure }).input(unparsed<I>()).query(resolver<O>(procedure))
        },
        mutation: (run: Run<Ctx, z.output<I>, z.input<O>>) => {
          const procedure = define('mutation', { input, output, reduce }, run)
          const base = input.safeParse(undefined).success ? withoutInput : trpc.procedure
          return base.meta({ procedure }).input(unparsed<I>()).mutation(resolver<O>(procedure))
        },
      }),
    }),
    output: <O extends z.ZodType>(output: O) => ({
      query: (run: Run<Ctx, undefined, z.input<O>>) => {
        const procedure = define('query', { output }, run)
        return withoutInput.meta({ procedure }).query(resolver<O>(procedure))
      },
      mutation: (run: Run<Ctx, undefined, z.input<O>>) => {
        const procedure = define('mutation', { output }, run)
        return withoutInput.meta({ procedure }).mutation(resolver<O>(procedure))
      },
    }),
  }
}

/** Passes the raw input through tRPC, because `execute` parses it for every transport. Only the types are used. */
const unparsed = <I extends z.ZodType>() =>
  ((raw: unknown) => raw) as unknown as { _input: z.input<I>; _output: z.output<I> }

/**
 * The base of procedures that can be called without input. Accepts the empty body that clients send, although it is not
 * JSON. Passes any other input to `execute`, which refuses it if there is none.
 */
const withoutInput = trpc.procedure.use(async ({ getRawInput, next }) => {
  const rawInput = await getRawInput().catch(() => undefined)
  return await next({ ctx: { rawInput }, getRawInput: async () => rawInput } as {
    ctx: { rawInput: unknown }
  })
})

type Call = { ctx: RequestContext & { rawInput?: unknown }; path: string; input?: unknown }

const resolver =
  <O extends z.ZodType>(procedure: Procedure) =>
  async ({ ctx: { rawInput, ...ctx }, path, input = rawInput }: Call) => {
    try {
      const read = () => ({ raw: withoutDirection(procedure, input) })
      return (await execute(procedure, { name: path, request: ctx, read })) as z.output<O>
    } catch (error) {
      throw toTrpcError(error)
    }
  }

/** Removes `direction`, which infinite queries of TanStack Query add to the input of lists. */
function withoutDirection({ input: schema }: Procedure, input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('direction' in input)) return input
  if (!isPaged(schema) || !/^(?:for|back)ward$/.test(String(input.direction))) return input
  const { direction: _, ...rest } = input
  return rest
}

function isPaged(schema: z.ZodType | undefined): boolean {
  const object = schema instanceof z.ZodOptional ? schema.unwrap() : schema
  return object instanceof z.ZodObject && 'cursor' in object.shape
}

/** A procedure for all callers, signed in or not, except pages with a connect token. */
export const publicProcedure = procedureFor<RequestContext>('public')

/** A procedure for signed-in users. API keys can't call it. */
export const accountProcedure = procedureFor<RequestContext & AccountSession>('account')

/** A procedure for pages with a connect token. */
export const connectTokenProcedure = procedureFor<
  RequestContext & Principal & { limits: NonNullable<Principal['limits']> }
>('connect_token')

/** A procedure for callers with a permission in the workspace. A connect token's limits must also cover it. */
export const may = (permission: Permission) => procedureFor<RequestContext & Principal>(permission)

/**
 * A procedure for callers with a permission. Users must have confirmed their password recently, because the operation
 * can't be undone or leads to secrets. See `confirmation.test.ts`.
 * @param when the inputs that need the confirmation; all unless given
 */
export const mayConfirmed = <Input = unknown>(permission: Permission, when?: (input: Input) => boolean) =>
  procedureFor<RequestContext & Principal, Input>(permission, { needsConfirmation: when ?? true })

/** A procedure for users with a permission. API keys can't call it. */
export const userMay = (permission: Permission) =>
  procedureFor<RequestContext & Principal>(permission, { usersOnly: true })
