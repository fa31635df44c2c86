import { COMMON_FIELD_CODES, type FieldCode } from '@stepkey/shared/errors'
import { isRecord } from '@stepkey/shared/schema'
import type { TRPCError } from '@trpc/server'
import { openApi } from '../src/edge/rest/openapi.ts'
import { routes } from '../src/edge/rest/routes.ts'
import { describeError } from '../src/edge/rpc/rpc-error.ts'

/**
 * Compares the errors of procedures with the API reference: each operation must declare the codes of its errors. The
 * suite calls procedures in all situations, so this finds what a list beside the code would miss.
 */
export function createErrorCheck() {
  const undeclared = new Set<string>()
  return {
    check({ path = '', error }: { path: string | undefined; error: TRPCError }): void {
      const { code, fields = [] } = describeError(error)
      if (codesOf(path)?.has(code) === false) undeclared.add(`${path}: ${code}`)
      for (const field of fields) {
        if (fieldCodesOf(path)?.has(field.code) === false) undeclared.add(`${path}: field code ${field.code}`)
      }
    },
    /** @throws Error that names the errors that are missing in the reference */
    assertDeclared(): void {
      if (undeclared.size === 0) return
      throw new Error(
        `The API reference does not declare these errors. Add them to \`errors\` or \`fieldCodes\` in the table of routes: ${[...undeclared].join(', ')}`,
      )
    },
  }
}

/** Returns the codes of wrong fields that the routes of a procedure declare; undefined if no route runs it. */
function fieldCodesOf(procedure: string): Set<FieldCode> | undefined {
  const its = routes.filter((route) => route.procedure === procedure)
  if (its.length === 0) return undefined
  return new Set([...COMMON_FIELD_CODES, ...its.flatMap(({ fieldCodes = [] }) => fieldCodes)])
}

let declared: Map<string, Set<string>> | undefined

/** Returns the error codes that the reference declares for a procedure; undefined if no route runs it. */
function codesOf(procedure: string): Set<string> | undefined {
  declared ??= readReference()
  return declared.get(procedure)
}

function readReference(): Map<string, Set<string>> {
  const document = openApi() as {
    paths: Record<string, Record<string, unknown>>
    components: { schemas: Record<string, unknown> }
  }
  const codes = new Map<string, Set<string>>()
  for (const { procedure, path, method } of routes) {
    const operation = document.paths[path]?.[method.toLowerCase()]
    const known = codes.get(procedure) ?? []
    codes.set(procedure, new Set([...known, ...codesIn(operation, document.components.schemas)]))
  }
  return codes
}

/** Returns the constant `code` of each problem that a part of the reference refers to. */
function codesIn(node: unknown, schemas: Record<string, unknown>): string[] {
  if (Array.isArray(node)) return node.flatMap((item) => codesIn(item, schemas))
  if (!isRecord(node)) return []
  const target = typeof node.$ref === 'string' ? schemas[node.$ref.split('/').at(-1) ?? ''] : undefined
  const { code } = isRecord(target) && isRecord(target.properties) ? target.properties : {}
  return [
    ...(isRecord(code) && typeof code.const === 'string' ? [code.const] : []),
    ...Object.values(node).flatMap((child) => codesIn(child, schemas)),
  ]
}
