using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Weir.Engine.Catalogue;

/// <summary>Marks the dictionary that takes the keys that are no members: the verbs of a resource.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OtherKeysAttribute : Attribute;

/// <summary>
/// A record of the vocabulary as a definition file sees it: its members under their names in the file. Reading a file
/// and the JSON schema both go by this, so they cannot say different things.
/// </summary>
internal sealed class VocabularyType
{
    private static readonly ConcurrentDictionary<Type, VocabularyType> Known = new();

    private readonly ConstructorInfo _constructor;
    private readonly ParameterInfo[] _parameters;
    private readonly Dictionary<string, VocabularyMember> _byName;

    private VocabularyType(Type type)
    {
        Type = type;
        _constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        _parameters = _constructor.GetParameters();
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanWrite && !p.IsDefined(typeof(JsonIgnoreAttribute)))
            .Select(p => new VocabularyMember(p, _parameters))
            .ToList();
        Others = members.Find(m => m.Property.IsDefined(typeof(OtherKeysAttribute)));
        Members = [.. members.Where(m => m != Others)];
        _byName = Members.ToDictionary(m => m.Name, StringComparer.Ordinal);
    }

    public Type Type { get; }

    public IReadOnlyList<VocabularyMember> Members { get; }

    public VocabularyMember? Others { get; }

    public static VocabularyType Of(Type type) => Known.GetOrAdd(type, t => new VocabularyType(t));

    /// <summary>The words of an enum in the file: <c>host-label</c>.</summary>
    public static IEnumerable<string> Words(Type type) =>
        Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    public VocabularyMember? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// Makes the record. A needed text that is missing is empty, so that what was read can still be checked.
    /// </summary>
    public object Create(IReadOnlyDictionary<VocabularyMember, object> values)
    {
        var arguments = Array.ConvertAll(
            _parameters,
            p => Members.FirstOrDefault(m => m.Parameter == p) is { } member && values.TryGetValue(member, out var value)
                ? value
                : Missing(p.ParameterType));
        var made = _constructor.Invoke(arguments);
        foreach (var member in Members.Append(Others).OfType<VocabularyMember>().Where(m => m.Parameter is null))
        {
            if (values.TryGetValue(member, out var value) || (member.IsRequired && (value = Missing(member.Type)) is not null))
            {
                member.Property.SetValue(made, value);
            }
        }

        return made;
    }

    private static object? Missing(Type type) =>
        type == typeof(string) ? "" : type.IsValueType ? RuntimeHelpers.GetUninitializedObject(type) : null;
}

/// <summary>One key of a record.</summary>
internal sealed class VocabularyMember(PropertyInfo property, ParameterInfo[] parameters)
{
    public PropertyInfo Property => property;

    public Type Type => property.PropertyType;

    public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    /// <summary>The parameter of the constructor that takes it; null where it is set afterwards.</summary>
    public ParameterInfo? Parameter { get; } =
        parameters.FirstOrDefault(p => string.Equals(p.Name, property.Name, StringComparison.Ordinal));

    public bool IsRequired =>
        Parameter is { HasDefaultValue: false } || property.IsDefined(typeof(RequiredMemberAttribute));
}
