import { defineComponent } from '../component.ts'
import { graphMethods, microsoftAppGuide, microsoftScopeIncludes } from './microsoft.ts'

/** Source of the scopes: learn.microsoft.com/en-us/graph/permissions-reference. */
export default defineComponent({
  id: 'sharepoint',
  title: 'SharePoint',
  description: 'Sites, lists and document libraries',
  category: 'files',
  aliases: ['microsoft', 'intranet', 'documents', 'lists', 'office 365'],
  docsUrl: 'https://learn.microsoft.com/en-us/graph/sharepoint-concept-overview',
  icon: 'microsoft365',
  appGuide: microsoftAppGuide(),
  scopeIncludes: microsoftScopeIncludes,
  methods: graphMethods({
    title: 'SharePoint',
    options: {
      'Sites.Read.All': 'Read sites, lists and files',
      'Sites.ReadWrite.All': 'Read and change sites, lists and files',
      'Sites.Manage.All': 'Create, change and delete lists',
      'Files.Read.All': 'Read all files that the user can open',
      'Files.ReadWrite.All': 'Read and change all files that the user can open',
    },
    usual: ['Sites.Read.All'],
  }),
})
