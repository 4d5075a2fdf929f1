using Weir.Tests.Tidy;

namespace Weir.Tests.Catalogue;

public sealed class DefinitionSchemaTests
{
    private const string Schema = "docs/application.schema.json";

    [Fact]
    public void The_schema_for_editors_says_what_the_reader_reads() => Snapshot.MustBe(Schema, DefinitionSchema.Write());

    [Fact]
    public void Every_definition_names_the_schema() => Repository.MustBeEmpty(
        from file in Repository.Files
        where file.StartsWith("applications/", StringComparison.Ordinal) && file.EndsWith(".yaml", StringComparison.Ordinal)
        where Repository.Lines(file)[0] != $"# yaml-language-server: $schema=../../{Schema}"
        select $"{file}:1: begin with '# yaml-language-server: $schema=../../{Schema}'.");
}
