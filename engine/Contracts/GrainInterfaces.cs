using Orleans.Runtime;

namespace Orleans
{
    /// <summary>Marker of all grain interfaces.</summary>
    public interface IGrain : IAddressable;

    /// <summary>Marker of interfaces of grains whose key is text.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>Marker of observer interfaces: objects outside grains that grains may call. Methods return void (one-way) or a task.</summary>
    public interface IGrainObserver : IAddressable;
}

namespace Orleans.Runtime
{
    /// <summary>Anything that calls can be sent to.</summary>
    public interface IAddressable;
}
