using Weir.Tests.Tidy;

namespace Weir.Tests.Catalogue;

public sealed class ApplicationGuideTests
{
    [Theory]
    [InlineData("docs/guides/gorgias.md")]
    [InlineData("applications/gorgias/README.md")]
    public void The_tables_of_a_guide_say_what_the_definition_says(string file) =>
        Snapshot.MustBe(file, new OperationTables(Definitions.Gorgias).In(file));

    [Fact]
    public void The_guide_has_a_row_for_each_operation_of_Gorgias() => Repository.MustBeEmpty(
        from operation in Definitions.Gorgias.Operations.Keys
        where !Repository.Text("docs/guides/gorgias.md").Contains($"| `{operation}` |", StringComparison.Ordinal)
        select $"docs/guides/gorgias.md has no row for {operation}: add the table that it belongs to.");
}
