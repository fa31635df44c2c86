import type { RestRoute } from './rest-route.ts'

/** The routes of the catalog and of the components that the workspace owns. */
export const componentRoutes: readonly RestRoute[] = [
  {
    method: 'GET',
    path: '/components',
    id: 'listComponents',
    procedure: 'components.list',
    summary: 'List the components',
    description: 'Each with the number of its credentials in the workspace.',
  },
  {
    method: 'GET',
    path: '/components/own',
    id: 'listOwnComponents',
    procedure: 'components.own',
    summary: 'List the components that the workspace owns',
    description: 'Drafts and archived ones included.',
  },
  {
    method: 'POST',
    path: '/components/import',
    id: 'importComponent',
    procedure: 'components.import',
    summary: 'Make a definition from a document',
    description:
      'From OpenAPI, the component.json of elastic.io, a curl command, a collection of Postman, or a definition. Nothing is saved, and secrets of the document are left out.',
  },
  {
    method: 'GET',
    path: '/components/{componentId}',
    id: 'getComponent',
    procedure: 'components.get',
    summary: 'Get a component, with the JSON Schema of each method’s fields',
    description: '`methods` has the JSON Schema of the values that a credential of each method needs.',
  },
  {
    method: 'GET',
    path: '/components/{componentId}/definition',
    id: 'getComponentDefinition',
    procedure: 'components.definition',
    summary: 'Get the definition of a component',
    description: 'The published version, unless `version` names another one or the `draft`.',
  },
  {
    method: 'PUT',
    path: '/components/{componentId}/definition',
    id: 'saveComponentDefinition',
    procedure: 'components.save',
    summary: 'Save the draft of a component',
    description:
      'Creates the component unless it exists. Nothing that is published changes. `problems` lists what prevents the draft from being published.',
  },
  {
    method: 'POST',
    path: '/components/{componentId}/trial',
    id: 'tryComponent',
    procedure: 'components.trial',
    summary: 'Try the verification of a method with working and spoilt values',
    description: 'The values are not stored. Publishing needs a trial that `proves` the verification.',
  },
  {
    method: 'POST',
    path: '/components/{componentId}/publish',
    id: 'publishComponent',
    procedure: 'components.publish',
    summary: 'Publish the draft of a component',
    description: 'The version never changes again. Existing credentials keep theirs.',
  },
  {
    method: 'POST',
    path: '/components/{componentId}/archive',
    id: 'archiveComponent',
    procedure: 'components.archive',
    summary: 'Archive a component, or offer it again',
    description: 'Existing credentials of an archived component keep working.',
  },
  {
    method: 'DELETE',
    path: '/components/{componentId}',
    id: 'removeComponent',
    procedure: 'components.remove',
    summary: 'Delete a component of the workspace with all versions',
    description: 'Refused while credentials, active flows or OAuth apps use it.',
  },
]
