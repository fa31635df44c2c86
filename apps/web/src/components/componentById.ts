import { type Catalog, catalog } from '@stepkey/shared/catalog/index'
import type { Component } from '@stepkey/shared/component'

export function componentById(id: string): Component | undefined {
  return Object.hasOwn(catalog, id) ? catalog[id as keyof Catalog] : undefined
}
