using System.Reflection;
using Actors.Engine.State;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Actors.Engine.Activations;

/// <summary>An argument of a grain class's constructor: its context, a persistent state, or a service, keyed or not.</summary>
internal sealed class ConstructorArgument(ParameterInfo parameter)
{
    private readonly bool _isContext = parameter.ParameterType == typeof(IGrainContext);
    private readonly bool _isState = parameter.IsDefined(typeof(PersistentStateAttribute));
    private readonly FromKeyedServicesAttribute? _keyed = parameter.GetCustomAttribute<FromKeyedServicesAttribute>();

    /// <summary>Whether the services of the host are asked for it.</summary>
    public bool IsService => !_isContext && !_isState;

    /// <summary>What an activation's grain gets.</summary>
    /// <exception cref="InvalidOperationException">The host has no such service, and the parameter has no default.</exception>
    public object? Value(Activation activation, IServiceProvider services)
    {
        if (_isContext)
            return activation;
        if (_isState)
            return PersistentState.Create(activation, parameter);
        var service = _keyed is null ? services.GetService(parameter.ParameterType) : ((IKeyedServiceProvider)services).GetKeyedService(parameter.ParameterType, _keyed.Key);
        return service ?? (parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new InvalidOperationException($"The grain class {parameter.Member.DeclaringType} needs a {parameter.ParameterType} as \"{parameter.Name}\", and the host has no such service; register one."));
    }
}
