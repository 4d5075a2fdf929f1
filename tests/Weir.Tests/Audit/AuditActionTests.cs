using System.Text.RegularExpressions;
using Weir.Model;
using Weir.Tests.Tidy;

namespace Weir.Tests.Audit;

public sealed class AuditActionTests
{
    [Fact]
    public void Every_constant_is_in_the_registry_with_its_sentence() => Assert.All(
        typeof(AuditActions).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!),
        action => Assert.EndsWith(".", AuditActions.All[action], StringComparison.Ordinal));

    [Fact]
    public void Every_action_is_written_by_something()
    {
        var code = string.Join('\n', Repository.Code
            .Where(f => f.StartsWith("src/", StringComparison.Ordinal) && !f.EndsWith("/AuditActions.cs", StringComparison.Ordinal))
            .Select(Repository.Text));
        var names = typeof(AuditActions).GetFields().Where(f => f.IsLiteral).Select(f => f.Name)
            .Concat([nameof(AuditActions.Created), nameof(AuditActions.Changed), nameof(AuditActions.Reverted), nameof(AuditActions.Deleted)]);

        Assert.Equal([], names.Where(name => !Regex.IsMatch(code, $@"\bAuditActions\.{name}\b")));
    }

    [Fact]
    public void Every_kind_of_resource_has_its_saves() => Assert.All(
        Enum.GetValues<ResourceKind>(),
        kind => Assert.All(
            [AuditActions.Created(kind), AuditActions.Changed(kind), AuditActions.Reverted(kind), AuditActions.Deleted(kind)],
            action => Assert.Contains(action, AuditActions.All.Keys)));
}
