export { FilterEditor, type FilterEditorProps } from './filter/FilterEditor';
export { JsonField, type JsonFieldProps } from './document/JsonField';
export { MappingEditor, type MappingEditorProps } from './mapping/MappingEditor';
export { PathField, type PathFieldProps } from './path/PathField';
export { TemplateField, type TemplateFieldProps } from './template/TemplateField';
