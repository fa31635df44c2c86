import { defineComponent } from '../component.ts'
import { graphMethods, microsoftAppGuide, microsoftScopeIncludes } from './microsoft.ts'

/** Source of the scopes: learn.microsoft.com/en-us/graph/permissions-reference. */
export default defineComponent({
  id: 'excel',
  title: 'Microsoft Excel',
  description: 'Workbooks, worksheets, tables and cells',
  category: 'productivity',
  aliases: ['microsoft', 'spreadsheet', 'workbook', 'sheet', 'office 365'],
  docsUrl: 'https://learn.microsoft.com/en-us/graph/excel-concept-overview',
  icon: 'microsoft365',
  appGuide: microsoftAppGuide(),
  scopeIncludes: microsoftScopeIncludes,
  methods: graphMethods({
    title: 'Microsoft Excel',
    options: {
      'Files.Read': 'Read the workbooks of the user',
      'Files.ReadWrite': 'Read and change the workbooks of the user',
      'Files.Read.All': 'Read all workbooks that the user can open',
      'Files.ReadWrite.All': 'Read and change all workbooks that the user can open',
      'Sites.Read.All': 'Read workbooks on SharePoint',
    },
    usual: ['Files.ReadWrite'],
  }),
})
