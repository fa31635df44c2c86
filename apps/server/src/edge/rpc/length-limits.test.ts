import { catalog } from '@stepkey/shared/catalog/index'
import { expect, it } from 'vitest'
import type { z } from 'zod'
import { findProcedure, type ProcedureName } from './find-procedure.ts'
import { appRouter } from './router.ts'

/** Returns the places of texts whose patterns can be applied to a text that is longer than the text may be. */
function findUnlimited(schema: z.core.$ZodType, place: string): string[] {
  const def = (schema as z.core.$ZodTypes)._zod.def
  const inner = (children: Record<string, z.core.$ZodType>) =>
    Object.entries(children).flatMap(([name, child]) => findUnlimited(child, `${place}.${name}`))
  switch (def.type) {
    case 'string': {
      const checks = (def.checks ?? []).map(({ _zod }) => _zod.def)
      const limit = checks.findIndex((check) => check.check === 'max_length' && check.abort)
      const pattern = checks.findIndex(({ check }) => check === 'string_format' || check === 'custom')
      return pattern >= 0 && (limit < 0 || limit > pattern) ? [place] : []
    }
    case 'object':
      return inner(def.shape)
    case 'array':
      return inner({ item: def.element })
    case 'record':
      return inner({ name: def.keyType, value: def.valueType })
    case 'union':
      return inner(Object.fromEntries(def.options.entries()))
    case 'optional':
    case 'nullable':
    case 'default':
      return findUnlimited(def.innerType, place)
    case 'pipe':
      return findUnlimited(def.in, place)
    default:
      return []
  }
}

it('limits the length of every text of inputs and fields before its pattern is applied', () => {
  const names = Object.keys(appRouter._def.procedures) as ProcedureName[]
  const inputs = names.flatMap((name) => {
    const { input } = findProcedure(name)
    return input ? findUnlimited(input, name) : []
  })
  const fields = Object.entries(catalog).flatMap(([id, { methods }]) =>
    Object.entries(methods).flatMap(([methodId, { fields }]) => findUnlimited(fields, `${id}.${methodId}`)),
  )
  expect([...inputs, ...fields]).toEqual([])
})
