using System.Collections.Frozen;

namespace Weir.Expressions.Templates.Functions;

/// <summary>Every helper by its name. The blocks <c>if</c>, <c>unless</c>, <c>each</c> and <c>with</c> belong to the language.</summary>
internal static class Catalogue
{
    private static readonly FrozenDictionary<string, Function> Functions =
        new[]
        {
            Texts.All, Numbers.All, Lists.All, Dates.All, Encodings.All, Patterns.All, Tests.All,
        }
        .SelectMany(group => group)
        .ToFrozenDictionary(function => function.Name);

    public static IEnumerable<string> Names => Functions.Keys;

    public static Function? Find(string name) => Functions.GetValueOrDefault(name);
}
